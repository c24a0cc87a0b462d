import { useEffect, useMemo, useState } from "react";
import * as Y from "yjs";
import { contentOf } from "../../shared/page.ts";
import { Connection } from "./connection.ts";
import { replace } from "./text.ts";

/** Edits a page together with everybody else who has it open. */
export function Editor({ page, token, onClose }: { page: string; token: string; onClose: () => void }) {
  const document = useMemo(() => new Y.Doc(), []);
  const content = useMemo(() => contentOf(document), [document]);
  const [shown, setShown] = useState({ title: "", body: "" });
  const [connected, setConnected] = useState(false);

  useEffect(() => {
    const show = () => setShown({ title: content.title.toString(), body: content.body.toString() });
    document.on("update", show);
    const connection = new Connection(`${location.origin.replace(/^http/, "ws")}/ws/pages/${page}`, token, document, setConnected);
    return () => {
      connection.close();
      document.off("update", show);
    };
  }, [content, document, page, token]);

  return (
    <section>
      <p><button onClick={onClose}>All pages</button> <output>{connected ? "in step" : "connecting; what you type is kept"}</output></p>
      <label>Title <input name="title" value={shown.title} onChange={(event) => replace(content.title, event.target.value)} /></label>
      <label>Text <textarea name="body" rows={16} value={shown.body} onChange={(event) => replace(content.body, event.target.value)} /></label>
    </section>
  );
}
