import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import "./style.css";

export const metadata: Metadata = {
  title: { default: "codingbyohj", template: "%s - codingbyohj" },
  description: "Say hello.",
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <header>
          <Link href="/">codingbyohj</Link>
          <nav>
            <Link href="/about/">About</Link>
          </nav>
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}
