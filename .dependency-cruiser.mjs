/** The whole graph, which lint sees only file by file: no cycles, and nothing that nobody imports. */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that import each other in a circle can only be understood, moved and tested together.',
      severity: 'error',
      from: {},
      // Types are gone at run time: a circle of them costs nothing but the reader's patience.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports it: dead code, or an entry that the build does not know.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.test\\.ts$', '\\.d\\.ts$'],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
