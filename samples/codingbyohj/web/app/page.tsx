import { GuestBook } from "./guest-book";

export default function Home() {
  return (
    <>
      <h1>Say hello</h1>
      <GuestBook />
    </>
  );
}
