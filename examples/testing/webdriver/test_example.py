"""Five tests as a school might write them. Start the demonstration (`cargo xtask serve`), then:

    pip install -r requirements.txt && python -m unittest

TWEESTAP_DEMO is its address; CHROME and CHROMEDRIVER are programs of your own choice.
"""

import os
import unittest

from selenium import webdriver
from tweestap import Demo, TweestapPage, totp


class Portal(unittest.TestCase):
    def setUp(self):
        self.demo = Demo()
        self.demo.reset()
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox"):
            options.add_argument(argument)
        if "CHROME" in os.environ:
            options.binary_location = os.environ["CHROME"]
        service = webdriver.ChromeService(executable_path=os.environ.get("CHROMEDRIVER"))
        driver = webdriver.Chrome(options, service)
        self.addCleanup(driver.quit)
        self.portal = TweestapPage(driver, self.demo)
        self.portal.open()

    def test_a_teacher_sets_up_the_app_and_is_asked_for_a_code_from_then_on(self):
        self.portal.sign_in("docent")
        key, codes = self.portal.enrol_by_app()
        self.assertEqual(len(codes), 6)
        self.portal.sign_out()
        self.portal.sign_in("docent")
        self.portal.portal_is("challenge")
        self.portal.give_code("000000")
        self.assertEqual(self.portal.refusal(), "code_mismatch")
        self.portal.give_code(self.demo.fresh_code(key))
        self.portal.portal_is("signed-in")
        self.assertEqual(self.portal.open_settings(), ("on", 6))

    def test_a_parent_signs_in_with_a_code_from_a_text_message(self):
        self.portal.sign_in("ouder")
        self.portal.enrol_by_sms("06 12 34 56 78")
        self.portal.sign_out()
        self.demo.move_clock(600)  # earlier messages make the next one wait
        self.portal.sign_in("ouder")
        self.portal.at("code")
        self.portal.give_code(self.demo.sms_code())
        self.portal.portal_is("signed-in")

    def test_a_remembered_device_is_not_asked_for_twelve_hours(self):
        self.portal.sign_in("leerling")
        key, _ = self.portal.enrol_by_app(remember="12h")
        self.portal.sign_out()
        self.portal.sign_in("leerling")
        self.portal.portal_is("signed-in")
        self.portal.open_settings()
        self.assertEqual(len(self.portal.find_all("[data-device]")), 1)
        self.portal.leave_settings()
        self.portal.sign_out()
        self.demo.move_clock(12 * 3600 + 60)
        self.portal.sign_in("leerling")
        self.portal.portal_is("challenge")
        self.portal.give_code(self.demo.fresh_code(key))
        self.portal.portal_is("signed-in")

    def test_a_recovery_code_opens_the_door_once(self):
        self.portal.sign_in("docent")
        _, codes = self.portal.enrol_by_app()
        self.portal.sign_out()
        self.portal.sign_in("docent")
        self.portal.give_recovery_code(codes[0])
        self.portal.at("recovered")
        self.portal.press("continue")
        self.portal.portal_is("signed-in")
        self.portal.sign_out()
        self.portal.sign_in("docent")
        self.portal.give_recovery_code(codes[0])
        self.assertEqual(self.portal.refusal(), "recovery_code_wrong")


class Codes(unittest.TestCase):
    def test_the_codes_are_those_of_rfc_6238(self):
        self.assertEqual(totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1_111_111_109), "081804")


if __name__ == "__main__":
    unittest.main()
