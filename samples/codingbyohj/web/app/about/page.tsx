import type { Metadata } from "next";

export const metadata: Metadata = { title: "About" };

export default function About() {
  return (
    <>
      <h1>About</h1>
      <p>These pages are files: Next.js wrote them, S3 keeps them and CloudFront serves them. Everything below /api/ is answered by a container on the same address.</p>
    </>
  );
}
