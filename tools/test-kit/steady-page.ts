// What makes a page look the same in every browser, on every machine and day: its fonts, its time, and what it may do.

const FONTS = [
  ['Inter', 'inter/files/inter-latin-wght-normal.woff2'],
  ['Noto Sans Arabic', 'noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2'],
] as const;
const NOW = Date.parse('2026-03-02T10:24:00Z');

/** Loads the fonts, gives them to the page, and sets its clock, which goes on as usual. Returns the way back. */
export async function steadyPage(): Promise<() => void> {
  for (const [family, file] of FONTS) {
    const url = new URL(`../../node_modules/@fontsource-variable/${file}`, import.meta.url).href;
    document.fonts.add(await new FontFace(family, `url(${url})`, { weight: '100 900' }).load());
  }
  document.documentElement.style.fontFamily = FONTS.map(([family]) => `'${family}'`).join();
  const RealDate = Date;
  const start = RealDate.now();
  const now = (): number => NOW + RealDate.now() - start;
  globalThis.Date = new Proxy(RealDate, {
    construct: (_, given: unknown[]) =>
      Reflect.construct(RealDate, given.length === 0 ? [now()] : given) as object,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  // As browsers without windows do: an offer of them would come when the pointer happens to leave.
  const { Notification } = globalThis;
  globalThis.Notification = class extends Notification {
    static override readonly permission = 'denied';
  };
  return () => {
    globalThis.Date = RealDate;
    globalThis.Notification = Notification;
    document.documentElement.style.fontFamily = '';
  };
}
