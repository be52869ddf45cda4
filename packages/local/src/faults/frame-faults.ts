/** Faults of Realtime's frames: dropped, delayed, doubled, or a join refused. A frame itself is never changed. */
import type { RealtimeFaults, SocketFrame, SocketInfo } from '../realtime/index.ts';
import type { Rules } from './rules.ts';

export interface Frame extends SocketFrame {
  /** `in`: from the client to the server. */
  readonly direction: 'in' | 'out';
}

/** `drop` it, `delay` it by milliseconds (different delays reorder), or pass `copies` of it. */
export type FrameFault = 'drop' | { readonly delay: number } | { readonly copies: number };

export interface Join {
  readonly socket: SocketInfo;
  readonly topic: string;
}

/** Hooks for the Realtime server that ask the rules first and then `next`. */
export function frameHooks(
  frames: Rules<Frame, FrameFault>,
  joins: Rules<Join, string>,
  next: RealtimeFaults = {},
): RealtimeFaults {
  const hook =
    (direction: Frame['direction']) =>
    (frame: SocketFrame, pass: () => void): void => {
      const following = direction === 'in' ? next.inbound : next.outbound;
      const onward = following === undefined ? pass : () => following(frame, pass);
      const fault = frames.decide({ ...frame, direction });
      if (fault === undefined) onward();
      else if (fault === 'drop') return;
      else if ('delay' in fault) setTimeout(onward, fault.delay).unref();
      else for (let copy = 0; copy < fault.copies; copy += 1) onward();
    };
  return {
    inbound: hook('in'),
    outbound: hook('out'),
    refuseJoin: (join) => joins.decide(join) ?? next.refuseJoin?.(join) ?? null,
  };
}
