import type { FormEvent } from 'react';
import type { Session } from '../../shared/session';
import { call } from './api';

export function SignIn({ onSession }: { onSession: (session: Session) => void }) {
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSession(await call<Session>('POST', 'session', { user: new FormData(event.currentTarget).get('user') }));
  };

  return (
    <form onSubmit={submit}>
      <h1>CodeMate</h1>
      <input name="user" placeholder="your name" aria-label="your name" required maxLength={40} /> <button>Come in</button>
    </form>
  );
}
