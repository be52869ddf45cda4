// A module that is loaded when it is first needed, once, and again after a failure.

/** Where a module comes from. One constant beside each view: what one of them loaded the others have. */
export interface ModuleSource<Module> {
  readonly load: () => Promise<Module>;
  loaded?: Module;
}

export interface LazyModule<Module> {
  /** Undefined while it is on its way, which the first call begins. */
  readonly get: () => Module | undefined;
  readonly isLoading: () => boolean;
}

/** @param onFailure What can be shown without it stays; whoever needs it next asks again. */
export function createLazyModule<Module>(
  source: ModuleSource<Module>,
  onLoaded: (module: Module) => void,
  onFailure?: (cause: unknown) => void,
): LazyModule<Module> {
  let isAsked = false;
  return {
    get() {
      if (!source.loaded && !isAsked) {
        isAsked = true;
        source.load().then(
          (module) => onLoaded((source.loaded = module)),
          (cause: unknown) => {
            isAsked = false;
            onFailure?.(cause);
          },
        );
      }
      return source.loaded;
    },
    isLoading: () => isAsked && !source.loaded,
  };
}
