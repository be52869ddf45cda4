/**
 * Owns what may go wrong with an HTTP request on its way, for tests of clients.
 * Refuses to change what a service answers; only whether and when the answer arrives.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Rules } from './rules.ts';

/**
 * - `refuse`: the connection is cut before anything is done
 * - `lose-answer`: everything is done, and the connection is cut instead of answering
 * - `black-hole`: nothing is done and no answer ever comes
 * - `delay`: milliseconds before anything is done
 * - `status`: this answer, and nothing is done
 */
export type RequestFate =
  | 'refuse'
  | 'lose-answer'
  | 'black-hole'
  | { readonly delay: number }
  | { readonly status: number; readonly body?: unknown };

/** @param cut ends the connection; what is answered afterwards goes nowhere */
export async function answerWithFaults(
  rules: Rules<Request, RequestFate>,
  request: Request,
  answer: () => Promise<Response>,
  cut: () => Response,
): Promise<Response> {
  const fate = rules.decide(request);
  if (fate === undefined) return answer();
  if (fate === 'refuse') return cut();
  if (fate === 'black-hole') return new Promise(() => undefined);
  if (fate === 'lose-answer') {
    await answer();
    return cut();
  }
  if ('delay' in fate) {
    await pause(fate.delay);
    return answer();
  }
  return Response.json(fate.body ?? { message: 'a fault was asked for' }, {
    status: fate.status,
    headers: { 'access-control-allow-origin': '*' },
  });
}
