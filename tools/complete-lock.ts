// Completes package-lock.json with the platform packages that the registry at hand may not offer.
// npm drops an optional dependency that it cannot find from the lock, and `npm ci` elsewhere then refuses the file.
// `--check` changes nothing and fails when something is missing. Run after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const OS = /(?:^|[-/])(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows|aix)/;
const CPU = /(?:^|-)(arm64|aarch64|armv7|arm|x64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32)(?:-|$)/;
const ALIASES: Record<string, string> = { windows: 'win32', aarch64: 'arm64' };

function platformEntry(name: string, version: string, dev: boolean | undefined): LockedPackage {
  const os = OS.exec(name)?.[1];
  const cpu = CPU.exec(name.replace(/^.*\//, ''))?.[1];
  return {
    version,
    ...(dev ? { dev } : {}),
    optional: true,
    ...(os ? { os: [ALIASES[os] ?? os] } : {}),
    ...(cpu ? { cpu: [ALIASES[cpu] ?? cpu] } : {}),
    ...(name.includes('musl') ? { libc: ['musl'] } : {}),
  };
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const missing: Record<string, LockedPackage> = {};
for (const [path, locked] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const [name, range] of Object.entries(locked.optionalDependencies ?? {})) {
    const isExact = /^\d/.test(range);
    const isLocked =
      `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages;
    if (isExact && !isLocked) missing[`node_modules/${name}`] = platformEntry(name, range, locked.dev);
  }
}

const names = Object.keys(missing);
if (process.argv.includes('--check')) {
  if (names.length > 0) {
    console.error(`package-lock.json lacks ${names.length} platform packages; run npm run lock`);
    process.exitCode = 1;
  }
} else {
  const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(entries);
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${names.length} platform packages added`);
}
