// A file that nothing takes would open in place of the page.

/** Leaves the page where it is when a file is dropped there. */
export function refuseFiles(target: EventTarget, options?: AddEventListenerOptions): void {
  for (const type of ['dragover', 'drop'])
    target.addEventListener(
      type,
      (event) => (event as DragEvent).dataTransfer?.types.includes('Files') && event.preventDefault(),
      options,
    );
}
