// What every event of the widget is: it bubbles and crosses shadow roots, so that one listener on the page hears all widgets.

/** Base of every event of the widget. `details` become properties of the event. */
export class GcEvent extends Event {
  constructor(type: string, details?: object, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
    Object.assign(this, details);
  }
}
