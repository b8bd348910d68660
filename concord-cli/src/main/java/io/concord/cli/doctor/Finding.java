package io.concord.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param advice what to do about it; empty where nothing is wrong
 */
record Finding(Check check, Subject subject, Verdict verdict, Measure measured, String advice) {
    Finding {
        if (verdict == Verdict.OK) {
            advice = "";
        }
    }

    static Finding ok(Check check, Subject subject, Measure measured) {
        return new Finding(check, subject, Verdict.OK, measured, "");
    }

    static Finding warning(Check check, Subject subject, Measure measured, String advice) {
        return new Finding(check, subject, Verdict.WARNING, measured, advice);
    }

    static Finding problem(Check check, Subject subject, Measure measured, String advice) {
        return new Finding(check, subject, Verdict.PROBLEM, measured, advice);
    }
}
