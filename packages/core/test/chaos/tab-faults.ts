// What the nemesis does to browser tabs.
import type { Fault } from './nemesis.ts';
import type { Fixture } from './fixture.ts';
import type { BrowserTab } from './tab-group.ts';
import { pause } from '../../../../tools/test-kit/until.ts';

/** Only with tabs on the fixture. */
function onTab(
  name: string,
  weight: number,
  run: (tab: BrowserTab, fixture: Fixture) => Promise<void>,
): Fault {
  return {
    name,
    weight,
    exclusive: 'browser',
    async run(fixture) {
      if (fixture.tabs) await run(fixture.random.pick(fixture.tabs.people), fixture);
    },
  };
}

export const TAB_FAULTS: readonly Fault[] = [
  onTab('tab reloaded', 3, (tab) => tab.reload()),
  onTab('tab closed and opened', 2, async (tab, { random }) => {
    await tab.closePage();
    await pause(random.between(0, 1500));
    await tab.open();
  }),
  onTab('renderer killed', 3, async (tab) => tab.crash()),
  onTab('tab frozen', 2, async (tab, { random }) => {
    await tab.setFrozen(true);
    await pause(random.between(300, 6000));
    await tab.setFrozen(false);
  }),
  onTab('tab offline', 2, async (tab, { random }) => {
    await tab.setOnline(false);
    await pause(random.between(200, 2500));
    await tab.setOnline(true);
  }),
  onTab('browser killed', 1, async (_tab, { tabs }) => tabs?.killBrowser()),
];
