// The whole page: the top bar over the editor.
import { useEffect, useMemo, useState } from 'react';
import { PluginContextProvider } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import examples from 'examples';
import { EXAMPLES_PLUGIN } from './ExamplesPanel.jsx';
import { TopBar } from './TopBar.jsx';
import { useDemonstration } from './demonstration.js';
import { ask } from './ask.js';
import { useSession } from './session.js';
import { useToken } from './token.js';
import { variablesOf } from './variables.js';

const PLUGINS = [EXAMPLES_PLUGIN];
const FIRST_TAB = [{ query: examples[0].query, variables: variablesOf(examples[0].query) }];
const EMPTY_TAB = '# Write a question here, or pick one of the examples on the left.\n\n';

export function Playground() {
  const demonstration = useDemonstration();
  const session = useSession();
  return (
    <>
      <TopBar demonstration={demonstration} session={session} />
      <main className="editor">
        <PluginContextProvider plugins={PLUGINS} visiblePlugin={EXAMPLES_PLUGIN}>
          <Editor isSignedIn={session.user !== null} />
        </PluginContextProvider>
      </main>
    </>
  );
}

/** GraphiQL opens a panel at its start only if that panel is the visible one before the first drawing. */
function Editor({ isSignedIn }) {
  const [panelIsOpen, setPanelIsOpen] = useState(false);
  useEffect(() => setPanelIsOpen(true), []);
  const token = useToken();
  // The schema is shown to those with a token or a session: GraphiQL asks for it anew when its fetcher is another, and not at all
  // while `schema` is null.
  const fetcher = useMemo(() => (...question) => ask(...question), [token, isSignedIn]);
  if (!panelIsOpen) return null;
  return (
    <GraphiQL
      fetcher={fetcher}
      schema={token || isSignedIn ? undefined : null}
      plugins={PLUGINS}
      visiblePlugin={EXAMPLES_PLUGIN}
      defaultTabs={FIRST_TAB}
      defaultQuery={EMPTY_TAB}
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
    >
      {/* The page's own title stands in the top bar. */}
      <GraphiQL.Logo><span /></GraphiQL.Logo>
    </GraphiQL>
  );
}
