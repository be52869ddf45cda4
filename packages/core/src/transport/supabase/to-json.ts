// Values as JSON on pages with old scripts.

/** As JSON.stringify, but past every `toJSON` that an old script gave to arrays, texts or all objects. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
