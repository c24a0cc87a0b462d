import { useState } from "react";
import { Editor } from "./editor.tsx";
import { PageList } from "./page-list.tsx";
import { SignIn } from "./sign-in.tsx";

const tokenKey = "fivepointers-token";

export function App() {
  const [token, setToken] = useState(() => sessionStorage.getItem(tokenKey));
  const [page, setPage] = useState<string>();

  const keep = (token: string | null) => {
    if (token) sessionStorage.setItem(tokenKey, token);
    else sessionStorage.removeItem(tokenKey);
    setToken(token);
    setPage(undefined);
  };

  return (
    <>
      <header>
        <h1>5Pointers</h1>
        {token && <button onClick={() => keep(null)}>Log out</button>}
      </header>
      <main>
        {!token ? <SignIn onToken={keep} /> : page ? <Editor key={page} page={page} token={token} onClose={() => setPage(undefined)} /> : <PageList token={token} onOpen={setPage} />}
      </main>
    </>
  );
}
