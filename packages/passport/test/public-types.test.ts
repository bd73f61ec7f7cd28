import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const entry = `${root}packages/passport/src/index.ts`;

const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: object };
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);

/** The paths of every `any` in the package's public types, through parameters, results, members and unions. */
function findAny(): string[] {
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const seen = new Set<ts.Type>();
  const ours = (symbol: ts.Symbol | undefined) =>
    symbol?.declarations?.some((node) => !node.getSourceFile().fileName.includes('node_modules')) ?? true;
  const isPublic = (symbol: ts.Symbol) =>
    (symbol.declarations ?? []).every(
      (node) => (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0,
    ) && !symbol.name.startsWith('_');

  function visit(type: ts.Type, path: string, deep: boolean): void {
    if ((type.flags & ts.TypeFlags.Any) !== 0) found.push(path);
    if (!deep || seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) for (const part of type.types) visit(part, path, deep);
    for (const argument of checker.getTypeArguments(type as ts.TypeReference))
      visit(argument, `${path}<>`, ours(argument.symbol));
    for (const [kind, name] of [
      [ts.SignatureKind.Call, '()'],
      [ts.SignatureKind.Construct, 'new'],
    ] as const) {
      for (const signature of type.getCallSignatures().length > 0 || name === 'new'
        ? checker.getSignaturesOfType(type, kind)
        : []) {
        for (const parameter of signature.parameters) {
          const given = checker.getTypeOfSymbol(parameter);
          visit(given, `${path}${name}(${parameter.name})`, ours(given.symbol));
        }
        const result = signature.getReturnType();
        visit(result, `${path}${name}`, ours(result.symbol));
      }
    }
    // Apart from its elements, a tuple has only members of the standard library. It has no symbol that would show this.
    if (!ours(type.symbol) || checker.isTupleType(type) || (type.flags & ts.TypeFlags.Object) === 0) return;
    for (const member of checker.getPropertiesOfType(type).filter(isPublic)) {
      const own = checker.getTypeOfSymbol(member);
      // Of inherited members, only the parameters and results of methods.
      visit(own, `${path}.${member.name}`, ours(own.symbol) || ours(member) || own.getCallSignatures().length > 0);
    }
  }

  const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
  for (const symbol of checker.getExportsOfModule(module)) {
    const target = (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
    if ((target.flags & ts.SymbolFlags.Value) !== 0) visit(checker.getTypeOfSymbol(target), target.name, true);
    if ((target.flags & ts.SymbolFlags.Type) !== 0) visit(checker.getDeclaredTypeOfSymbol(target), target.name, true);
  }
  expect(seen.size).toBeGreaterThan(100);
  return found;
}

/**
 * `error(err)` of Passport, and the type arguments of Express's `Request` as the first argument of verify callbacks.
 */
const notOurs = ['KakaoStrategynew.error()(err)', 'KakaoVerify()(arg0)<>', 'KakaoVerify()(arg0)<>'];

test('no export of this package, and nothing that its classes inherit, is any', () => {
  expect(findAny()).toEqual(notOurs);
});

test('types.test.ts also compiles with exactOptionalPropertyTypes', () => {
  const file = `${root}packages/passport/test/types.test.ts`;
  const program = ts.createProgram([file], { ...options, exactOptionalPropertyTypes: true });
  const diagnostics = program.getSemanticDiagnostics(program.getSourceFile(file));
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
