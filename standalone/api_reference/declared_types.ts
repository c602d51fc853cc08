import path from 'node:path';
import ts from 'typescript';

import { paths } from '../../common/api';

/** The TypeScript types of a route's parts, which know the comments on their properties. */
export interface DeclaredTypes {
  params?: ts.Type;
  query?: ts.Type;
  body?: ts.Type;
  /** What it answers with. */
  answer: ts.Type;
}

export interface Declarations {
  checker: ts.TypeChecker;
  /** By method and path, such as `get /api/anomaly_detector/detectors`. */
  routes: Map<string, DeclaredTypes>;
  /** The name under which `common/` exports a type. */
  nameOf(type: ts.Type): string | undefined;
}

/** Reads the declarations of the routes in `server/routes` from their source. */
export function readDeclarations(root: string): Declarations {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (name) =>
    ts.sys.readFile(name)
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const entry = path.join(root, 'server/routes/all_routes.ts');
  const program = ts.createProgram([entry], { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const own = program
    .getSourceFiles()
    .filter(({ fileName, isDeclarationFile }) => !isDeclarationFile && fileName.startsWith(root));
  const routes = new Map<string, DeclaredTypes>();
  const read = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'routes.add') {
      const { key, types } = readRoute(checker, node.arguments[0]);
      routes.set(key, types);
    }
    ts.forEachChild(node, read);
  };
  const inFolder = (folder: string) =>
    own.filter(({ fileName }) => fileName.startsWith(path.join(root, folder) + path.sep));
  inFolder('server/routes').forEach(read);
  const names = exportedTypes(checker, inFolder('common'));
  return {
    checker,
    routes,
    nameOf: (type) => names.get(type) ?? nameOfInterface(type),
  };
}

const nameOfInterface = (type: ts.Type): string | undefined =>
  type.isClassOrInterface() && type.symbol.name !== '__type' ? type.symbol.name : undefined;

/** Types that are derived from codecs have no name of their own but that of the alias which `common/` exports. */
function exportedTypes(
  checker: ts.TypeChecker,
  files: readonly ts.SourceFile[]
): Map<ts.Type, string> {
  const names = new Map<ts.Type, string>();
  for (const file of files) {
    const module = checker.getSymbolAtLocation(file);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      if ((symbol.flags & ts.SymbolFlags.TypeAlias) === 0) continue;
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      if (
        (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
        !names.has(type)
      )
        names.set(type, symbol.name);
    }
  }
  return names;
}

function readRoute(
  checker: ts.TypeChecker,
  declaration: ts.Expression
): { key: string; types: DeclaredTypes } {
  const type = checker.getTypeAtLocation(declaration);
  const partOf = (name: string): ts.Type | undefined => {
    const property = type.getProperty(name);
    return property && checker.getTypeOfSymbolAtLocation(property, declaration);
  };
  const textOf = (name: string): string => {
    const part = partOf(name);
    if (part?.isStringLiteral()) return part.value;
    // A method is widened to a string where nothing wants a literal.
    const literal = ts.isObjectLiteralExpression(declaration)
      ? declaration.properties.find((property) => property.name?.getText() === name)
      : undefined;
    if (literal && ts.isPropertyAssignment(literal)) {
      const { initializer } = literal;
      if (ts.isStringLiteral(initializer)) return initializer.text;
      const known = Object.entries(paths).find(([key]) => initializer.getText() === `paths.${key}`);
      if (known) return known[1];
    }
    throw new Error(`A route has no "${name}" that can be read: ${declaration.getText()}`);
  };
  /** What the codec of a part gives. */
  const decodedBy = (name: string): ts.Type | undefined => {
    const result = partOf(name)?.getProperty('_A');
    return result && checker.getTypeOfSymbolAtLocation(result, declaration);
  };
  const handle = partOf('handle')?.getCallSignatures()[0];
  const answer = handle && checker.getAwaitedType(handle.getReturnType());
  if (!answer) throw new Error(`A route handles nothing: ${declaration.getText()}`);
  return {
    key: `${textOf('method')} ${textOf('path')}`,
    types: {
      params: decodedBy('params'),
      query: decodedBy('query'),
      body: decodedBy('body'),
      answer,
    },
  };
}

/** What the comment on a property says, in one line. */
export const commentOf = (checker: ts.TypeChecker, symbol: ts.Symbol): string =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
