import ts from 'typescript';

/** A name that a file declares, imports or uses on its own: not as a member, as in `a.member` or `{ member: 1 }`. */
export interface FoundName {
  readonly name: string;
  readonly role: 'declares' | 'imports' | 'uses';
  readonly isExported: boolean;
}

/** A class with the names of its members, private ones left out. */
export interface FoundClass {
  readonly name: string;
  readonly parent: string | undefined;
  readonly members: readonly string[];
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Every name in a file. A type parameter counts only where its scope names something that `isContracts` knows. */
export function namesIn(file: ts.SourceFile, isContracts: (name: string) => boolean): FoundName[] {
  const found: FoundName[] = [];
  const visit = (node: ts.Node, hidden: readonly string[]): void => {
    if (ts.isIdentifier(node) && !isMember(node) && !hidden.includes(node.text)) {
      found.push({ name: node.text, ...roleOf(node) });
    }
    const parameters = typeParametersOf(node).map(({ name }) => name.text);
    const matters = parameters.length > 0 && namesContracts(node, isContracts);
    const inside = matters ? hidden : [...hidden, ...parameters];
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(file, []);
  return found;
}

/** The names that a file re-exports from other files, except those below `generated/`. */
export function handedOn(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
      return [];
    }
    if (statement.moduleSpecifier?.getText(file).includes('/generated/')) return [];
    return statement.exportClause.elements.map(({ name }) => name.text);
  });
}

export function classesIn(file: ts.SourceFile): FoundClass[] {
  return file.statements.filter(ts.isClassDeclaration).map((declaration) => {
    const parent = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    const members = declaration.members.flatMap((member) => {
      const fields = ts.isConstructorDeclaration(member)
        ? member.parameters.filter((parameter) => ts.isParameterPropertyDeclaration(parameter, member))
        : [member];
      return fields.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []));
    });
    return { name: declaration.name?.text ?? '', parent: parent?.expression.getText(file), members };
  });
}

/** Is it a word of the language, which cannot name a variable? */
export function isReserved(name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, name);
  const token = scanner.scan();
  return token >= ts.SyntaxKind.FirstReservedWord && token <= ts.SyntaxKind.LastFutureReservedWord;
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName === node;
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.name === node;
  if (ts.isTypeReferenceNode(parent) && ts.isConstTypeReference(parent)) return true;
  return (ts.isClassElement(parent) || ts.isTypeElement(parent)) && parent.name === node;
}

function roleOf(node: ts.Identifier): Omit<FoundName, 'name'> {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return { role: 'imports', isExported: false };
  if (ts.isExportSpecifier(parent)) return { role: 'declares', isExported: true };
  const declares = ts.isVariableDeclaration(parent) || ts.isDeclarationStatement(parent);
  if (!declares || parent.name !== node) return { role: 'uses', isExported: false };
  return { role: 'declares', isExported: (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Export) !== 0 };
}

function typeParametersOf(node: ts.Node): readonly ts.TypeParameterDeclaration[] {
  if (ts.isMappedTypeNode(node)) return [node.typeParameter];
  if ('typeParameters' in node) return (node.typeParameters as ts.NodeArray<ts.TypeParameterDeclaration>) ?? [];
  return [];
}

function namesContracts(node: ts.Node, isContracts: (name: string) => boolean): boolean {
  if (ts.isIdentifier(node) && !isMember(node) && isContracts(node.text)) return true;
  return ts.forEachChild(node, (child) => namesContracts(child, isContracts) || undefined) ?? false;
}
