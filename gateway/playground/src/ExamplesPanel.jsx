// The ready examples, as a panel of the editor's sidebar. A click opens one in a tab of its own.
import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { useEditorContext, useSchemaStore } from '@graphiql/react';
import examples from 'examples';
import { useToken } from './token.js';
import { variablesOf } from './variables.js';

export const EXAMPLES_PLUGIN = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPanel };

const SCHEMA_RETRY_DELAY_MS = 400;

function ExamplesPanel() {
  const open = useOpenInTab();
  useSchemaOnceTokenIsThere();
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">Examples</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" data-example={example.name} onClick={() => open(example.query)}>
              <strong>{example.title}</strong>
              <span>{example.sentence}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Opens a query in a new tab, or goes to the tab that holds exactly this query already. */
function useOpenInTab() {
  const { tabs, activeTabIndex, addTab, changeTab, queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  return (query) => {
    const present = tabs.findIndex((tab) => tab.query === query);
    if (present === activeTabIndex) return;
    if (present >= 0) {
      changeTab(present);
      return;
    }
    // The new tab has to be the active one before its editors are filled.
    flushSync(addTab);
    queryEditor?.setValue(query);
    variableEditor?.setValue(variablesOf(query));
  };
}

/** A gateway may show its schema only to somebody it knows: asks for the schema again when a token comes in. */
function useSchemaOnceTokenIsThere() {
  const token = useToken();
  const schema = useSchemaStore((state) => state.schema);
  const introspect = useSchemaStore((state) => state.introspect);
  useEffect(() => {
    if (schema || !token) return undefined;
    const timer = setTimeout(introspect, SCHEMA_RETRY_DELAY_MS);
    return () => clearTimeout(timer);
  }, [token, schema, introspect]);
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
      <path d="M3 4.5h2M3 10h2M3 15.5h2M8 4.5h9M8 10h9M8 15.5h6" />
    </svg>
  );
}
