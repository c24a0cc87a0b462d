import { useState } from "react";
import { enter } from "./api.ts";

export function SignIn({ onToken }: { onToken: (token: string) => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();

  const go = (how: "users" | "sessions") =>
    enter(how, email, password).then(onToken, (error: Error) => setProblem(error.message));

  return (
    <form onSubmit={(event) => { event.preventDefault(); void go("sessions"); }}>
      <label>E-mail <input name="email" type="email" autoComplete="username" value={email} onChange={(event) => setEmail(event.target.value)} required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" minLength={8} value={password} onChange={(event) => setPassword(event.target.value)} required /></label>
      <p>
        <button>Log in</button> <button type="button" onClick={() => void go("users")}>Sign up</button>
      </p>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
