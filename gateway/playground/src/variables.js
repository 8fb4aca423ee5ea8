// An example carries its variables as defaults, so that it stands alone. The variables pane shows them to be changed.
import { Kind, parse, valueFromASTUntyped } from 'graphql';

/** The default values of a query's variables as JSON text; empty where it has none. */
export function variablesOf(query) {
  const defaults = parse(query)
    .definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .flatMap((operation) => operation.variableDefinitions ?? [])
    .filter((variable) => variable.defaultValue)
    .map((variable) => [variable.variable.name.value, valueFromASTUntyped(variable.defaultValue)]);
  return defaults.length ? JSON.stringify(Object.fromEntries(defaults), null, 2) : '';
}
