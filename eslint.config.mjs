import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Words, not symbols and units. */
const WORDS = '/[A-Za-z]{3}/';
/** What people read or hear of an element. */
const READ_ALOUD =
  '/^(aria-label|append|content|description|helpText|label|legend|noItemsMessage|placeholder|prepend|tableCaption|text|title)$/';
const rawText = (selector) => ({
  selector,
  message: 'Text that people read comes from i18n.translate, so that it can be translated.',
});

export default tseslint.config(
  { ignores: ['node_modules/', 'target/', 'build/', 'coverage/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  {
    // What the layers may reach: arrows only downwards.
    files: ['server/detection/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@kbn/*', '@elastic/*'],
              message: 'Detection knows neither Kibana nor Elasticsearch.',
            },
          ],
        },
      ],
    },
  },
  {
    // What people read is translated.
    files: ['public/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        rawText(`JSXElement > JSXText[value=${WORDS}]`),
        rawText(`JSXElement > JSXExpressionContainer > Literal[value=${WORDS}]`),
        rawText(`JSXAttribute[name.name=${READ_ALOUD}] > Literal[value=${WORDS}]`),
        rawText(
          `JSXAttribute[name.name=${READ_ALOUD}] > JSXExpressionContainer > Literal[value=${WORDS}]`
        ),
        rawText(`JSXAttribute[name.name=${READ_ALOUD}] TemplateElement[value.raw=${WORDS}]`),
        rawText(`Property[key.name=${READ_ALOUD}] > Literal[value=${WORDS}]`),
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[importKind!='type'][source.value='@elastic/elasticsearch']",
          message: 'The server uses the client that Kibana hands it; import its types only.',
        },
      ],
    },
  }
);
