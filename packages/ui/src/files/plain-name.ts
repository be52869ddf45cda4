// How a name is shown: a file's, or a sender's.

/** Without the marks that turn text around, so that "gpj.exe" never reads "exe.jpg". */
export function plainName(name: string): string {
  return name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** "PDF · ", from the name's ending; nothing when it has none that looks like one. */
export function kindOf(name: string): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return ending ? `${ending.toUpperCase()} · ` : '';
}
