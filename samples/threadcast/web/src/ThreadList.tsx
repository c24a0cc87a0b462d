import { type FormEvent, useEffect, useState } from 'react';
import { startThread, type Thread, threads } from './api.ts';

export function ThreadList({ open }: { open: (id: number) => void }) {
  const [all, setAll] = useState<Thread[]>();
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState('');

  useEffect(() => {
    threads().then(setAll, (error: Error) => setProblem(error.message));
  }, []);

  function start(event: FormEvent): void {
    event.preventDefault();
    startThread(title).then(({ id }) => open(id), (error: Error) => setProblem(error.message));
  }

  return (
    <>
      <form onSubmit={start}>
        <input aria-label="Title" placeholder="What is it about?" value={title} onChange={(event) => setTitle(event.target.value)} maxLength={120} required />
        <button>Start a thread</button>
      </form>
      {problem && <p role="alert">{problem}</p>}
      {all?.length === 0 && <p>Nobody has begun yet.</p>}
      <ul>
        {all?.map((thread) => (
          <li key={thread.id}>
            <a href={`/threads/${thread.id}`} onClick={(event) => { event.preventDefault(); open(thread.id); }}>{thread.title}</a>
            <small>{thread.replies === 1 ? '1 reply' : `${thread.replies} replies`}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
