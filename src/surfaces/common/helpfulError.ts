import { UserError } from '../../util/errors';

/** An error that whoever tells it can help with: commands, by the words of their buttons. */
export class HelpfulError extends UserError {
  constructor(
    message: string,
    options: ConstructorParameters<typeof UserError>[1],
    readonly ways: Readonly<Record<string, string>>,
  ) {
    super(message, options);
  }
}
