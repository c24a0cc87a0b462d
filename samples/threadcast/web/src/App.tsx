import { ThreadList } from './ThreadList.tsx';
import { ThreadPage } from './ThreadPage.tsx';
import { useRoute } from './useRoute.ts';

export function App() {
  const { thread, go } = useRoute();
  return (
    <>
      <header>
        <a href="/" onClick={(event) => { event.preventDefault(); go('/'); }}>ThreadCast</a>
      </header>
      <main>{thread === undefined ? <ThreadList open={(id) => go(`/threads/${id}`)} /> : <ThreadPage key={thread} id={thread} />}</main>
    </>
  );
}
