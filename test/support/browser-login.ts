/** Ends a login as the browser does: with the redirect to the runtime, and what the service adds to it. */
export async function comeBack(
  authUrl: string,
  answer: Readonly<Record<string, string>>,
): Promise<Response> {
  const asked = new URL(authUrl).searchParams;
  const redirect = new URL(asked.get('redirect_uri') ?? '');
  const all = { state: asked.get('state') ?? '', ...answer };
  for (const [name, value] of Object.entries(all)) redirect.searchParams.set(name, value);
  return fetch(redirect);
}
