// Runs one step of a check as a process of its own and counts what it says. Owns the counting rules; knows no step.
// A step that fails without counting a failure counts as one, and so does a runner that ran nothing.
import { spawn } from 'node:child_process';

/** A step that is not over by then hangs, and is ended as a failure. The longest takes some ten minutes on two cores. */
const STEP_TIMEOUT_MS = 40 * 60_000;

/** How a step's result is counted: TAP summary lines, the element tests' `browser:` line, or the exit code alone. */
export type Counting = 'tap' | 'browser' | 'exit';

export interface Step {
  readonly name: string;
  /** Arguments of Node itself. */
  readonly args: readonly string[];
  readonly counting: Counting;
  /** Another Node than this one. */
  readonly node?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly output: string;
}

/** The sums over all `# name n` lines, since one run may print several TAP documents. */
function tapSum(output: string, name: string): number {
  let sum = 0;
  for (const match of output.matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))) sum += Number(match[1]);
  return sum;
}

function count(counting: Counting, output: string, code: number): { passed: number; failed: number } {
  if (counting === 'exit') return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  let passed: number;
  let failed: number;
  if (counting === 'tap') {
    passed = tapSum(output, 'pass');
    // A skipped or unfinished test proves nothing.
    failed = ['fail', 'cancelled', 'skipped', 'todo'].reduce((sum, name) => sum + tapSum(output, name), 0);
  } else {
    const line = /^browser: (\d+) passed, (\d+) failed$/m.exec(output);
    passed = Number(line?.[1] ?? 0);
    failed = Number(line?.[2] ?? 0);
  }
  if (failed === 0 && (code !== 0 || passed === 0)) failed = 1;
  return { passed, failed };
}

const TAP_PROGRESS = /^\s*(?:#(?!.*error)|ok \d+ |1\.\.\d+$|TAP version )/i;

/** What a failed step has to say: of TAP the tests that failed and what is no TAP; of other runners everything. */
export function failuresOf(counting: Counting, output: string): string {
  if (counting !== 'tap') return output;
  const told: string[] = [];
  let isDetailOfSuccess = false;
  for (const line of output.split('\n')) {
    const end = /^\s*\.\.\.$/.test(line);
    if (/^\s*ok \d+ /.test(line)) isDetailOfSuccess = true;
    else if (/^\s*not ok \d+ /.test(line)) isDetailOfSuccess = false;
    if (!isDetailOfSuccess && !TAP_PROGRESS.test(line)) told.push(line);
    if (end) isDetailOfSuccess = false;
  }
  return told.join('\n');
}

export function runStep(step: Step): Promise<StepResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(step.node ?? process.execPath, step.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...step.environment },
      timeout: STEP_TIMEOUT_MS,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) => {
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      resolve({ name: step.name, ...count(step.counting, output, code ?? 1), seconds, output });
    });
  });
}

/** Runs lanes side by side, the steps of a lane one after the other, and reports each step as it ends. */
export async function runLanes(lanes: readonly (readonly Step[])[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  await Promise.all(
    lanes.map(async (lane) => {
      for (const step of lane) {
        const result = await runStep(step);
        results.push(result);
        const verdict = result.failed === 0 ? 'ok' : 'FAILED';
        console.log(
          `${verdict} ${result.name}: ${result.passed} passed, ${result.failed} failed (${result.seconds} s)`,
        );
        if (result.failed > 0) console.log(failuresOf(step.counting, result.output).replace(/^/gm, '    '));
      }
    }),
  );
  return results;
}
