/**
 * The programs: {@code RingholdCheckAof}, {@code RingholdCheckRdb} and {@code RingholdMemory}, each with its options. {@code Program} is what they share.
 */
package io.ringhold.tools.cli;
