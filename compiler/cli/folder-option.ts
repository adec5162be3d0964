import { InvalidArgumentError, Option } from 'commander';

/** An option that names a folder. An empty name would mean another folder to each of its readers. */
export function folderOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((folder: string) => {
    if (folder === '')
      throw new InvalidArgumentError('Name a folder; the one that you are in is `.`.');
    return folder;
  });
}
