/** Faults of HTTP requests: whether and when the answer arrives. What a service answers is never changed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Rules } from './rules.ts';

/**
 * - `refuse`: the connection is cut before anything is done
 * - `lose-answer`: everything is done, and the connection is cut instead of answering
 * - `black-hole`: nothing is done and no answer ever comes
 * - `delay`: milliseconds before anything is done
 * - `status`: this answer, and nothing is done
 */
export type RequestFault =
  | 'refuse'
  | 'lose-answer'
  | 'black-hole'
  | { readonly delay: number }
  | { readonly status: number; readonly body?: unknown };

/** @param cut ends the connection; what is answered afterwards goes nowhere */
export async function answerWithFaults(
  rules: Rules<Request, RequestFault>,
  request: Request,
  answer: () => Promise<Response>,
  cut: () => Response,
): Promise<Response> {
  const fault = rules.decide(request);
  if (fault === undefined) return answer();
  if (fault === 'refuse') return cut();
  if (fault === 'black-hole') return new Promise(() => undefined);
  if (fault === 'lose-answer') {
    await answer();
    return cut();
  }
  if ('delay' in fault) {
    await pause(fault.delay);
    return answer();
  }
  return Response.json(fault.body ?? { message: 'a fault was asked for' }, {
    status: fault.status,
    headers: { 'access-control-allow-origin': '*' },
  });
}
