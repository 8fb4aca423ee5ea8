// Answers that arrive one after another: server-sent events, or the parts of a multipart body.
import { meros } from 'meros/browser';

/** An async iterator over the answers, or null when the response is a single answer. */
export async function readStream(response) {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) return readEvents(response.body);
  if (type.startsWith('multipart/mixed')) return readParts(await meros(response));
  return null;
}

async function* readParts(parts) {
  for await (const part of parts) {
    const answer = part.json ? (part.body.payload ?? part.body) : null;
    if (answer?.data || answer?.errors) yield answer; // An empty part only keeps the line open.
  }
}

async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
      rest = events.pop();
      for (const event of events) {
        const data = dataOf(event);
        if (data) yield JSON.parse(data);
      }
    }
  } finally {
    await reader.cancel();
  }
}

function dataOf(event) {
  return event
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trimStart())
    .join('\n');
}
