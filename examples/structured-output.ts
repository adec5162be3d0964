/** Get answers as typed, validated objects in place of text. */
import { Codex, OutputValidationError, Sandbox } from 'codex-app-server-sdk';
import * as z from 'zod';

const Review = z.object({
  verdict: z.enum(['good', 'bad']),
  score: z.int().min(0).max(10),
  // The model is asked for null in place of nothing; here it is absent again.
  advice: z.string().optional(),
  by: z.iso.date().transform((day) => new Date(day)),
});

const codex = await Codex.start();
try {
  const thread = await codex.threadStart({ sandbox: Sandbox.readOnly });
  const { output } = await thread.run('Review this project.', { outputSchema: Review });
  console.log(output.verdict, output.score, 'advice' in output, output.by.getFullYear());

  // With a JSON Schema you name the type. A map is more than strict mode can say.
  const outputSchema = { type: 'object', additionalProperties: { type: 'integer' } };
  const options = { outputSchema, strictOutput: false };
  const lines = await thread.run<Record<string, number>>('Count lines by language.', options);
  console.log(Object.entries(lines.output));

  await thread.run('And once more.', { outputSchema: Review });
} catch (error) {
  if (!(error instanceof OutputValidationError)) throw error;
  console.log(`does not fit: ${error.text}`);
  for (const { path, message } of error.issues) console.log(path.join('.'), message);
} finally {
  await codex.close();
}
