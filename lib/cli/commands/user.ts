import { Command } from "commander";
import type { Terminal } from "../terminal.ts";

/** `etlx user reset EMAIL`: a new password where nobody can sign in and no mail is configured. */
export const userCommand = (terminal: Terminal): Command =>
  new Command("user").description("People of this installation.").addCommand(
    new Command("reset")
      .description("Give somebody a new random password, print it once and end their sessions.")
      .argument("<email>", "the person's e-mail address")
      .option("--json", "one JSON object a line")
      .exitOverride()
      .action(async (email: string) => {
        const { resetPassword } = await import("../reset-password.ts");
        const password = await resetPassword(email);
        terminal.result({ email, password }, [
          `New password of ${email}: ${password}`,
          "It is shown only now.",
        ]);
      }),
  );
