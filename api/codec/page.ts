/** The page on which a person gives the token to the browser, so that the Temporal UI can have payloads decrypted. */
import { escapeHtml } from '../../adapters/html';

export const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none';form-action 'self';base-uri 'none';frame-ancestors 'none'",
};

const page = (content: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Ledgergate codec server</title></head>
<body>
<main>
<h1>Ledgergate codec server</h1>
${content}
</main>
</body>
</html>
`;

/** The form. `fault` says what was wrong with the last try. */
export const signInPage = (fault?: string): string =>
  page(`${fault === undefined ? '' : `<p role="alert">${escapeHtml(fault)}</p>\n`}<form method="post" action="/">
<p><label for="token">Token of the codec server (CODEC_TOKEN)</label></p>
<p><input id="token" name="token" type="password" autocomplete="off" required></p>
<p><button>Decrypt in the Temporal UI of this browser</button></p>
</form>`);

/** What a person reads whose browser has the token. */
export const signedInPage = (uiOrigin: string | undefined): string =>
  page(
    uiOrigin === undefined
      ? '<p>The token is right, but CODEC_UI_ORIGIN is not set, so no page may read from here.</p>'
      : `<p>For twelve hours the <a href="${escapeHtml(uiOrigin)}">Temporal UI</a> of this browser may decrypt. Press "Codec Server" there (the glasses at the top), choose "Use my browser setting", enter the address of this server, switch on "Include cross-origin credentials", and apply.</p>`,
  );
