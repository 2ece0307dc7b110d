package io.ringhold.engine.commands.geo;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.util.Doubles;

/** Reads places, distances and units from arguments, with Redis' errors. Made once and used again and again. Engine thread. */
final class GeoArguments {
    private static final String NO_FLOAT = "ERR value is not a valid float";
    private static final String NO_UNIT = "ERR unsupported unit provided. please use M, KM, FT, MI";
    private static final int SHOWN_DECIMALS = 6;

    private double longitude;
    private double latitude;
    private double metresPerUnit;

    /** Reads a longitude and a latitude; false when the error has been sent. */
    boolean parsePlace(final CommandContext context, final int argument) {
        longitude = number(context, argument);
        if (Double.isNaN(longitude)) {
            context.reply().error(NO_FLOAT);
            return false;
        }
        latitude = number(context, argument + 1);
        if (Double.isNaN(latitude)) {
            context.reply().error(NO_FLOAT);
            return false;
        }
        if (!GeoHash.isValid(longitude, latitude)) {
            context.reply().error(
                    "ERR invalid longitude,latitude pair " + shown(longitude) + "," + shown(latitude));
            return false;
        }
        return true;
    }

    double longitude() {
        return longitude;
    }

    double latitude() {
        return latitude;
    }

    /** Reads a radius and its unit into an area; false when the error has been sent. */
    boolean parseCircle(final CommandContext context, final int argument, final SearchArea area) {
        final double radius = number(context, argument);
        if (Double.isNaN(radius)) {
            context.reply().error("ERR need numeric radius");
            return false;
        }
        if (radius < 0) {
            context.reply().error("ERR radius cannot be negative");
            return false;
        }
        if (!parseUnit(context, argument + 1)) {
            return false;
        }
        area.circle(radius, metresPerUnit);
        return true;
    }

    /** Reads a width, a height and their unit into an area; false when the error has been sent. */
    boolean parseBox(final CommandContext context, final int argument, final SearchArea area) {
        final double width = number(context, argument);
        if (Double.isNaN(width)) {
            context.reply().error("ERR need numeric width");
            return false;
        }
        final double height = number(context, argument + 1);
        if (Double.isNaN(height)) {
            context.reply().error("ERR need numeric height");
            return false;
        }
        if (width < 0 || height < 0) {
            context.reply().error("ERR height or width cannot be negative");
            return false;
        }
        if (!parseUnit(context, argument + 2)) {
            return false;
        }
        area.box(width, height, metresPerUnit);
        return true;
    }

    /** Reads a unit of length; false when the error has been sent. */
    boolean parseUnit(final CommandContext context, final int argument) {
        if (context.is(argument, "M")) {
            metresPerUnit = 1;
        } else if (context.is(argument, "KM")) {
            metresPerUnit = 1000;
        } else if (context.is(argument, "FT")) {
            metresPerUnit = 0.3048;
        } else if (context.is(argument, "MI")) {
            metresPerUnit = 1609.34;
        } else {
            context.reply().error(NO_UNIT);
            return false;
        }
        return true;
    }

    double metresPerUnit() {
        return metresPerUnit;
    }

    private static double number(final CommandContext context, final int argument) {
        return Doubles.parse(context.argument(argument), context.argumentLength(argument));
    }

    /** A number as C's {@code %f} shows it. */
    private static String shown(final double value) {
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        final String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign + new BigDecimal(Math.abs(value)).setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
    }
}
