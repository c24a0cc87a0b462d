"use client";

import { useEffect, useState, type FormEvent } from "react";
import { greet, readHello, type Hello } from "./hello";

export function GuestBook() {
  const [hello, setHello] = useState<Hello>();
  const [trouble, setTrouble] = useState<string>();

  async function show(answer: Promise<Hello>) {
    try {
      setHello(await answer);
      setTrouble(undefined);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  }

  useEffect(() => {
    void show(readHello());
  }, []);

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name"));
    void show(greet(name)).then(() => form.reset());
  }

  return (
    <section>
      <form onSubmit={send}>
        <label htmlFor="name">Your name</label>
        <input id="name" name="name" required maxLength={40} autoComplete="nickname" />
        <button>Say hello</button>
      </form>
      {trouble && <p role="alert">{trouble}</p>}
      <p role="status">{hello ? `${hello.count} said hello.` : "Asking the server."}</p>
      <ol>
        {hello?.greetings.map((greeting) => (
          <li key={greeting.id}>
            <b>{greeting.name}</b> <time dateTime={greeting.at}>{new Date(greeting.at).toLocaleString()}</time>
          </li>
        ))}
      </ol>
      {hello && <footer>server {hello.version}</footer>}
    </section>
  );
}
