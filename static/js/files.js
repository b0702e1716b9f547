// Hands a file to the person: through the sheet of the phone where it can, as a download elsewhere.

/** Fulfilled with false when somebody closed the sheet without choosing. */
export async function handOver(name, text, type) {
  const file = new File([text], name, { type });
  // On a desk a download is what one expects; a sheet is for phones.
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false;
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow phone still reads it
  return true;
}
