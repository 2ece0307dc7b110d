/**
 * Copy-on-write: how another thread reads an arena as it was at a cut while its owner goes on. A cut costs the owner an increment
 * of an epoch, and then one copy of a 4 KiB page before the first store to each page that was in use. Code that reads
 * through a {@link io.ringhold.offheap.cow.MemoryView} works on both sides.
 *
 * <pre>
 *   owner of the arena (engine)                            reader (snapshot thread)
 *   ---------------------------                            ------------------------
 *                                                          cut.prepare()   memory behind the first shadow pages
 *                                  &lt;-- asks for a cut ---
 *   cut.open()         epoch + 1, barrier on,
 *                      readableEpoch = epoch (volatile)
 *                                  --- hands it over ---&gt;  view.attach()   epoch = readableEpoch
 *
 *   store to page P:   (nothing, if P's entry has the      view of page P:
 *                       epoch, or P is behind the end)
 *     1 copy P to a shadow page                              a look at P's entry (acquire): captured? go to e
 *     2 publish the entry of P (release)                     b copy the live bytes: may race with 4
 *     3 store-store fence                                    c load-load fence
 *     4 store                                                d look at P's entry again: still not? valid
 *                                                            e copy from the shadow page
 *   limit reached:     readableEpoch = 0, barrier off,       f load-load fence
 *                      fence, store                          g readableEpoch is still the epoch? else it is void
 *
 *                                                          cut.prepare()   every few ms
 *                                  &lt;-- has finished, or met a CutFailedException ---
 *   cut.end()          readableEpoch = 0, barrier off
 *   cut.releaseSome()  in slices
 * </pre>
 *
 * <p>
 * Why the fences: 2 is a release and a and d are acquires, so that who finds an entry finds the whole copy. 3 and c order
 * the entry before the store and the copy before the second look: if b has seen a byte of 4, d sees the entry. An
 * acquire load in d alone would not keep b in front of it. f does for failure and end what c does for the entry. The
 * first look a only saves work.
 *
 * <p>
 * The races, and why each is harmless:
 * <ul>
 * <li><b>Barrier and reader</b>: above. The reader may have copied half of a store; it then throws the copy away.
 * <li><b>Free and reuse</b>: freeing links blocks by stores into them, which are captured like any other. Pages that are freed get
 * a mark, so that they are captured also when they have been taken anew. The arena gives none back
 * while the barrier is on, unless it needs room under its limit: then that is captured like a store of zeroes.
 * <li><b>Allocation during a cut</b>: pages at or behind the end at the cut are told by their offset. Pages taken from free runs
 * without the mark were free at the cut: they get another, and the first store to each makes an entry "not in use" instead of a copy.
 * A reader has no reference to them.
 * <li><b>Resize of the key table</b>: bucket arrays are cleared as keys move in, so a new array needs no copies, and the frozen
 * table's fields on the owner's heap must be taken at the cut. Buckets behind the cleared ones hold garbage in a frozen view
 * as in a live one.
 * <li><b>Stores over many pages</b>: all pages are captured before the first byte changes, with one fence.
 * <li><b>A cut that fails in the middle of such a store</b>: the reader's last look (g) comes after all copies of its view, the owner's
 * stores after readableEpoch = 0: what could be torn is never returned.
 * <li><b>End while a reader reads</b>: shadow pages may be given back or used by the next cut, but only after readableEpoch has changed:
 * g again. Mappings stay until {@link io.ringhold.offheap.cow.Cut#close}, so nothing faults.
 * </ul>
 *
 * <p>
 * Not frozen are the allocator's metadata and the access bits of keys ({@code Arena.putIntAdvisory}).
 */
package io.ringhold.offheap.cow;
