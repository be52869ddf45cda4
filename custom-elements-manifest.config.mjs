// How custom-elements.json is made, one per package. The analyzer lists what it sees in the syntax; this plugin keeps
// what a consumer may use, under the path it is published at.

/** `packages/widget/src/a/b.ts` is published as `dist/a/b.js`. */
function publishedPath(path) {
  return path?.replace(/^\/?packages\/[^/]+\/src\//, 'dist/').replace(/\.ts$/, '.js');
}

function isPublic(member) {
  return (
    !member.name?.startsWith('#') &&
    !member.name?.startsWith('_') &&
    (member.privacy ?? 'public') === 'public'
  );
}

const publicSurface = {
  name: 'public-surface',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = publishedPath(module.path);
      for (const entry of module.exports ?? []) {
        if (entry.declaration?.module) entry.declaration.module = publishedPath(entry.declaration.module);
      }
      for (const declaration of module.declarations ?? []) {
        if (declaration.superclass?.module)
          declaration.superclass.module = publishedPath(declaration.superclass.module);
        if (!declaration.customElement) continue;
        // An Event subclass that is dispatched leaves an event without a name beside the documented one.
        declaration.events = declaration.events?.filter((event) => event.name);
        declaration.members = declaration.members?.filter(isPublic);
        const names = new Set(declaration.members?.map((member) => member.name));
        declaration.attributes = declaration.attributes?.filter(
          (attribute) => !attribute.fieldName || names.has(attribute.fieldName),
        );
      }
    }
  },
};

// Each package's manifest names its own file; the analyzer would write into the workspace's.
export default { litelement: true, packagejson: false, plugins: [publicSurface] };
