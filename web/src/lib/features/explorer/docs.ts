import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export interface MemberDoc {
  name: string;
  /** "[Unit!]!"; null for a value of an enumeration. */
  type: string | null;
  /** The named type behind it, to go on to. */
  link: string | null;
  description: string;
  args: { name: string; type: string; link: string; description: string }[];
}

export interface TypeDoc {
  name: string;
  kind: 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar';
  description: string;
  members: MemberDoc[];
}

/** What a reader needs to know of a type; null when the schema has none of this name. */
export function describe(schema: GraphQLSchema, name: string): TypeDoc | null {
  const type = schema.getType(name);
  return type
    ? { name, kind: kindOf(type), description: type.description ?? '', members: membersOf(type) }
    : null;
}

/** Types and fields whose name holds what is looked for, types first; at most so many. */
export function find(
  schema: GraphQLSchema,
  text: string,
  most: number,
): { type: string; field: string | null }[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const ofTypes = types
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(({ name }) => ({ type: name, field: null }));
  const ofFields = types.flatMap((type) =>
    membersOf(type)
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ name }) => ({ type: type.name, field: name })),
  );
  return [...ofTypes, ...ofFields].slice(0, most);
}

function kindOf(type: GraphQLNamedType): TypeDoc['kind'] {
  if (isObjectType(type)) return 'object';
  if (isInterfaceType(type)) return 'interface';
  if (isUnionType(type)) return 'union';
  if (isEnumType(type)) return 'enum';
  return isInputObjectType(type) ? 'input' : 'scalar';
}

function membersOf(type: GraphQLNamedType): MemberDoc[] {
  if (isUnionType(type)) {
    return type.getTypes().map(({ name, description }) => ({
      name,
      type: null,
      link: name,
      description: description ?? '',
      args: [],
    }));
  }
  if (isEnumType(type)) {
    return type.getValues().map(({ name, description }) => ({
      name,
      type: null,
      link: null,
      description: description ?? '',
      args: [],
    }));
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => ({
      name: field.name,
      type: String(field.type),
      link: getNamedType(field.type).name,
      description: field.description ?? '',
      args: [],
    }));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map((field) => ({
    name: field.name,
    type: String(field.type),
    link: getNamedType(field.type).name,
    description: field.description ?? '',
    args: field.args.map((arg) => ({
      name: arg.name,
      type: String(arg.type),
      link: getNamedType(arg.type).name,
      description: arg.description ?? '',
    })),
  }));
}
