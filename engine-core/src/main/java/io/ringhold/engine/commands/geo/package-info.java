/**
 * The commands of the group "geo". A place is the score of a member of an ordinary sorted set: {@link
 * io.ringhold.engine.commands.geo.GeoHashDescriptor}. A search looks through a few ranges of scores only.
 *
 * <pre>
 *   arguments ----&gt; SearchRequest ----&gt; SearchArea ----&gt; SearchCells        up to nine ranges of scores
 *                                           |                 |
 *                                           | contains?       v
 *   reply or   &lt;---- Matches &lt;--------------+--------- members of each range, in order of score
 *   sorted set       sorted by distance when asked for
 * </pre>
 */
package io.ringhold.engine.commands.geo;
