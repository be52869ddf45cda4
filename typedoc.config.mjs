// The API reference under docs/api: one page per package, from the docstrings.
import { OptionDefaults } from 'typedoc';

export default {
  name: 'Global Chat',
  entryPointStrategy: 'packages',
  entryPoints: [
    'packages/core',
    'packages/ui',
    'packages/widget',
    'packages/inbox-elements',
    'packages/local',
    'schema',
  ],
  packageOptions: {
    entryPoints: ['src/index.ts'],
    excludeExternals: true,
    excludePrivate: true,
    excludeProtected: true,
  },
  out: 'docs/api',
  readme: 'README.md',
  blockTags: [
    ...OptionDefaults.blockTags,
    '@fires',
    '@slot',
    '@csspart',
    '@cssprop',
    '@cssState',
    '@tagname',
    '@element',
    '@attr',
  ],
  skipErrorChecking: true,
};
