import { useState } from 'react';
import type { Tab } from '../../shared/session';
import { call } from './api';
import { Editor } from './Editor';
import { Projects } from './Projects';
import { SignIn } from './SignIn';
import type { State } from './state';

export function App({ state }: { state: State }) {
  const [session, setSession] = useState(state.session);
  if (!session) return <SignIn onSession={setSession} />;

  const shown = Number(/^\/projects\/(\d+)$/.exec(state.path)?.[1]);
  const keep = (tabs: Tab[]) => {
    setSession({ ...session, tabs });
    void call('PUT', 'session/tabs', tabs);
  };

  return (
    <>
      <header>
        <h1>CodeMate</h1>
        <span id="user">{session.user}</span>
      </header>
      <nav>
        <a href="/" aria-current={shown ? undefined : 'page'}>
          Projects
        </a>
        {session.tabs.map((tab) => (
          <a key={tab.project} href={`/projects/${tab.project}`} aria-current={tab.project === shown ? 'page' : undefined}>
            {tab.name}
          </a>
        ))}
      </nav>
      {shown ? <Editor project={shown} onOpen={(tab) => session.tabs.some((one) => one.project === tab.project) || keep([...session.tabs, tab])} /> : <Projects />}
    </>
  );
}
