// The text of a PDF, page after page, in the order in which it is drawn.
import { extractText, getDocumentProxy } from "unpdf";

export async function textOfPdf(pdf) {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.replace(/\s+/g, " ");
}
