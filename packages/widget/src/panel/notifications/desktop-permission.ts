// Whether somebody can be told of answers by their desktop.

/** A finger and nothing finer: phones show notifications of service workers alone. */
const TOUCH_ONLY_QUERY = '(pointer: coarse) and (hover: none)';

export function canNotify(): boolean {
  return (
    'Notification' in window && Notification.permission !== 'denied' && !matchMedia(TOUCH_ONLY_QUERY).matches
  );
}
