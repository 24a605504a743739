/** The tag that every generated manifest carries: no such image exists, so what nobody pinned does not start. */
export const unpinnedTag = 'pin-a-digest';

/** Name of an image without tag and digest. */
export const imageName = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** The image as the catalog pins it; one with a tag that can move is left for the deployment to pin. */
export function pinned(image: string): string {
  return image.includes('@sha256:') ? image : `${imageName(image)}:${unpinnedTag}`;
}
