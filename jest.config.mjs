const transform = {
  '^.+\\.tsx?$': [
    'ts-jest',
    {
      tsconfig: {
        module: 'commonjs',
        moduleResolution: 'node10',
        ignoreDeprecations: '6.0',
        isolatedModules: true,
        jsx: 'react',
        target: 'ES2022',
        esModuleInterop: true,
      },
      diagnostics: false,
    },
  ],
};
// Kibana's own packages are not on npm; these stand in for what is used of them at run time.
const moduleNameMapper = {
  '^@kbn/i18n$': '<rootDir>/standalone/kibana_packages/i18n.ts',
  '^@kbn/config-schema$': '<rootDir>/standalone/kibana_packages/config_schema.ts',
  '^@kbn/es-query$': '<rootDir>/standalone/kibana_packages/es_query.ts',
  '^@kbn/embeddable-plugin/public$': '<rootDir>/standalone/kibana_packages/embeddable.ts',
  '^rxjs$': '<rootDir>/standalone/kibana_packages/rxjs.ts',
  '^@kbn/task-manager-plugin/server$': '<rootDir>/standalone/kibana_packages/task_manager.ts',
};
const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testEnvironment: 'node',
  testMatch,
  transform,
  moduleNameMapper,
  ...more,
});

export default {
  projects: [
    project('unit', ['<rootDir>/test/unit/**/*.test.ts']),
    project('public', ['<rootDir>/test/public/**/*.test.tsx'], {
      testEnvironment: 'jsdom',
      setupFiles: ['<rootDir>/test/public/setup.ts'],
    }),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/integration/global_setup.ts',
      globalTeardown: '<rootDir>/test/integration/global_teardown.ts',
    }),
    project('browser', ['<rootDir>/test/browser/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/browser/global_setup.ts',
      globalTeardown: '<rootDir>/test/browser/global_teardown.ts',
    }),
    project('kibana', ['<rootDir>/test/kibana/**/*.test.ts']),
    // Takes many minutes: `npm run test:long`, never `npm test`.
    project('long', ['<rootDir>/test/long/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/integration/global_setup.ts',
      globalTeardown: '<rootDir>/test/integration/global_teardown.ts',
    }),
  ],
  // Tests against real servers take their time.
  testTimeout: 120_000,
};
