import type { ToolRequestUserInputParams } from '../../../../generated/types.js';
import type { WireMessage } from '../format.js';
import { REDACTED } from './redacted.js';
import type { Redactor } from './redactor.js';

/** Redacts what a client and a server say to each other: a question may say that its answer is secret. */
export class Conversation {
  readonly #redactor: Redactor;
  /** For requests of the server that are open, by id: the questions whose answers are secret. */
  readonly #questions = new Map<unknown, ReadonlySet<string>>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  text(text: string): string {
    return this.#redactor.text(text);
  }

  message(from: 'client' | 'server', message: WireMessage): WireMessage {
    if (from === 'server') this.#remember(message);
    return this.#redactor.value(
      from === 'client' ? this.#answered(message) : message,
    ) as WireMessage;
  }

  #remember({ id, method, params }: WireMessage): void {
    if (method !== 'item/tool/requestUserInput' || id === undefined) return;
    const { questions } = (params ?? {}) as Partial<ToolRequestUserInputParams>;
    if (!Array.isArray(questions)) return;
    this.#questions.set(id, new Set(questions.flatMap((one) => (one?.isSecret ? [one.id] : []))));
  }

  #answered(message: WireMessage): WireMessage {
    const secret = 'method' in message ? undefined : this.#questions.get(message['id']);
    if (!secret) return message;
    this.#questions.delete(message['id']);
    const { answers } = (message['result'] ?? {}) as { answers?: Record<string, unknown> };
    if (typeof answers !== 'object' || answers === null) return message;
    const clean = Object.entries(answers).map(([question, answer]) => [
      question,
      secret.has(question) ? this.#hidden(answer) : answer,
    ]);
    return {
      ...message,
      result: { ...(message['result'] as object), answers: Object.fromEntries(clean) },
    };
  }

  /** All texts of an answer are secret, and known from now on. */
  #hidden(answer: unknown): unknown {
    if (typeof answer === 'string') {
      if (answer.length >= 4) this.#redactor.know(answer);
      return REDACTED;
    }
    if (Array.isArray(answer)) return answer.map((part) => this.#hidden(part));
    if (typeof answer !== 'object' || answer === null) return answer;
    return Object.fromEntries(
      Object.entries(answer).map(([name, part]) => [name, this.#hidden(part)]),
    );
  }
}
