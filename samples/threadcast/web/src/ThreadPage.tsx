import { type FormEvent, useEffect, useState } from 'react';
import { reply, type Reply, thread as find } from './api.ts';
import { follow } from './live.ts';

export function ThreadPage({ id }: { id: number }) {
  const [title, setTitle] = useState('');
  const [replies, setReplies] = useState<Reply[]>([]);
  const [isConnected, setConnected] = useState(false);
  const [author, setAuthor] = useState('');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');

  useEffect(() => {
    find(id).then((thread) => setTitle(thread.title), (error: Error) => setProblem(error.message));
    return follow(id, (heard) => setReplies((all) => [...all, heard]), setConnected);
  }, [id]);

  function send(event: FormEvent): void {
    event.preventDefault();
    setProblem('');
    reply(id, author, text).then(() => setText(''), (error: Error) => setProblem(error.message));
  }

  return (
    <article>
      <h1>{title}</h1>
      <ol>
        {replies.map((one) => (
          <li key={one.id}>
            <strong>{one.author}</strong> <time dateTime={one.written}>{new Date(one.written).toLocaleTimeString()}</time>
            <p>{one.text}</p>
          </li>
        ))}
      </ol>
      <form onSubmit={send}>
        <input aria-label="Name" placeholder="Your name" value={author} onChange={(event) => setAuthor(event.target.value)} maxLength={40} required />
        <textarea aria-label="Reply" value={text} onChange={(event) => setText(event.target.value)} maxLength={2000} required />
        <button>Reply</button>
      </form>
      {problem && <p role="alert">{problem}</p>}
      <p role="status">{isConnected ? 'Live' : 'Connecting ...'}</p>
    </article>
  );
}
