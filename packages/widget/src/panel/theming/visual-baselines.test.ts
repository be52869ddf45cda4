// Risk: a change of one style moves or recolours something nobody thought of. Each state of the chat looks as in the
// committed picture, in four looks. After a change that is meant: `npm run test:pictures -- --update-visual-baseline`,
// and look at them.
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { visualDiff } from '@web/test-runner-visual-regression';
import { steadyPage } from '../../../../../tools/test-kit/steady-page.ts';
import { PANEL_STATES, showWith } from '../../../test/panel-states.ts';
import { until } from '../../../test/widget-fixture.ts';

const OWN_THEME = '--gc-primary: #7a2e8e; --gc-radius: 4px; --gc-font-scale: 1.1; --gc-surface: #fffaf2;';
const LOOKS = [
  { look: 'light', theme: 'light', locale: 'en', width: 390, tokens: '' },
  { look: 'dark', theme: 'dark', locale: 'en', width: 390, tokens: '' },
  { look: 'arabic dark', theme: 'dark', locale: 'ar', width: 320, tokens: '' },
  { look: 'own theme', theme: 'light', locale: 'de', width: 800, tokens: OWN_THEME },
] as const;

describe('looks as in the picture of', function () {
  this.timeout(60_000);
  let goBack: () => void;

  before(async () => {
    goBack = await steadyPage();
    await emulateMedia({ reducedMotion: 'reduce' });
  });
  after(async () => {
    goBack();
    document.documentElement.removeAttribute('style');
    document.documentElement.lang = 'en';
    document.documentElement.dir = '';
    await setViewport({ width: 1024, height: 768 });
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  for (const [state, show] of Object.entries(PANEL_STATES)) {
    it(state, async () => {
      for (const { look, theme, locale, width, tokens } of LOOKS) {
        await setViewport({ width, height: 700 });
        const { style } = document.documentElement;
        document.documentElement.lang = locale;
        document.documentElement.dir = locale === 'ar' ? 'rtl' : 'ltr';
        style.cssText = `${tokens} min-block-size: 100vh; caret-color: transparent; font-family: ${style.fontFamily}; color-scheme: ${theme}; background: ${theme === 'dark' ? '#14161a' : '#f4f5f7'}`;
        showWith({ theme, locale });
        const one = await show();
        await until(() => one.root.getAnimations().length === 0, 'nothing moves');
        await document.fonts.ready;
        await visualDiff(document.documentElement, `${state} ${look}`.replaceAll(' ', '-'));
        one.element.remove();
      }
    });
  }
});
