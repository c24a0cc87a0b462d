import { useEffect, useState } from "react";
import { createPage, pagesOf, type Page } from "./api.ts";

export function PageList({ token, onOpen }: { token: string; onOpen: (name: string) => void }) {
  const [pages, setPages] = useState<Page[]>([]);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    pagesOf(token).then(setPages, (error: Error) => setProblem(error.message));
  }, [token]);

  const create = () => createPage(token, name).then((page) => onOpen(page.name), (error: Error) => setProblem(error.message));

  return (
    <section>
      <ul>{pages.map((page) => <li key={page.id}><button onClick={() => onOpen(page.name)}>{page.name}</button></li>)}</ul>
      <form onSubmit={(event) => { event.preventDefault(); void create(); }}>
        <label>New page <input name="page" pattern="[a-z][a-z0-9\-]+" value={name} onChange={(event) => setName(event.target.value)} required /></label> <button>Create</button>
      </form>
      {problem && <p role="alert">{problem}</p>}
    </section>
  );
}
