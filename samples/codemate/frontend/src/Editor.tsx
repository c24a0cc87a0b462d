import { useEffect, useRef, useState } from 'react';
import { io, type Socket } from 'socket.io-client';
import type { Tab } from '../../shared/session';
import { call, type Project } from './api';

/** The text of a project. What others type into it comes over Socket.IO. */
export function Editor({ project, onOpen }: { project: number; onOpen: (tab: Tab) => void }) {
  const [source, setSource] = useState('');
  const [status, setStatus] = useState('connecting');
  const socket = useRef<Socket>(undefined);

  useEffect(() => {
    void call<Project>('GET', `projects/${project}`).then((found) => {
      setSource(found.source);
      onOpen({ project, name: found.name });
    });

    const connection = io();
    socket.current = connection;
    connection.on('connect', () => {
      connection.emit('open', project);
      setStatus('connected');
    });
    connection.on('disconnect', () => setStatus('connecting'));
    connection.on('edit', (edit: { source: string }) => setSource(edit.source));
    return () => void connection.close();
  }, [project]);

  const edit = (text: string) => {
    setSource(text);
    socket.current?.emit('edit', { project, source: text }, setStatus);
  };

  return (
    <>
      <textarea aria-label="source" value={source} onChange={(event) => edit(event.target.value)} spellCheck={false} />
      <small id="status">{status}</small>
    </>
  );
}
